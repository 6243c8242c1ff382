import { expect, test, vi } from "vitest";
import { joinNews } from "../store/news";
import { PersonDb } from "../store/open";
import { save } from "../store/save";
import { createIntention, saving } from "../sync/people.fake";
import { opened, PIN, signedIn, world } from "./session.fake";

let between: (db: PersonDb) => Promise<void> = async () => {};

vi.doMock("../store/load", async (original) => {
  const real = await original<typeof import("../store/load")>();
  const loadAll = async (db: PersonDb) => {
    const all = await real.loadAll(db);
    await between(db);
    return all;
  };
  return { ...real, loadAll };
});

test("P75: what another tab writes while this one opens is seen here, too", async () => {
  const app = await opened();
  await signedIn(app, "rini");
  world.reachable = false;
  await app.lock();
  between = async ({ account, keys }) => {
    const other = new PersonDb(account, { keys });
    const row = await save(other, saving(createIntention("reg-of-another-tab")));
    await new Promise<void>((heard) => {
      const beside = joinNews(account, () => {
        beside.close();
        heard();
      });
      const news = joinNews(account, () => {});
      news.tell({ rows: [row.n] });
      news.close();
    });
    await other.close();
  };
  expect(await app.unlock(PIN)).toBe("open");
  between = async () => {};
  await vi.waitFor(() =>
    expect([...app.registrations.value.keys()]).toEqual(["reg-of-another-tab"]),
  );
});
