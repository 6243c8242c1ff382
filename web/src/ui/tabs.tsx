import { Icon, type IconName } from "./icon";

export interface Tab {
  href: string;
  icon: IconName;
  label: string;
  /** A number on the icon, with the words that say what it counts. */
  count?: { n: number; says: string };
}

export function Tabs({ tabs, current, label }: { tabs: Tab[]; current: string; label: string }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a key={tab.href} href={tab.href} aria-current={tab.href === current ? "page" : undefined}>
          <span>
            <Icon name={tab.icon} />
            {tab.count && tab.count.n > 0 && (
              <span class="count num" aria-hidden="true">
                {tab.count.n}
              </span>
            )}
          </span>
          {tab.label}
          {tab.count && tab.count.n > 0 && <span class="unseen">, {tab.count.says}</span>}
        </a>
      ))}
    </nav>
  );
}
