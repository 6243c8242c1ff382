/** The head of an admin's page: back, whom it is about, what happened, and the way to its neighbours. */
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { d } from "../../text/desk";
import { IconButton, Pager } from "../../ui/desk-parts";

export interface Place {
  position: number;
  of: number;
}

interface HeadProps {
  title: string;
  /** Beside the title: a chip, a number, a clinic. */
  beside: ComponentChildren;
  /** Lines below the title. */
  children: ComponentChildren;
  place: Place;
  /** Set when the heading shall take the focus as the page opens. */
  takeFocus: RefObject<boolean>;
  onGo: (step: 1 | -1) => void;
  onBack: () => void;
}

export function RecordHead(props: HeadProps) {
  const { title, beside, children, place, takeFocus, onGo, onBack } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeFocus.current) heading.current?.focus();
    takeFocus.current = false;
  }, [takeFocus]);
  return (
    <header class="pane-head">
      <IconButton icon="back" label={d("back")} onClick={onBack} />
      <div class="pane-title">
        <div class="row wrap">
          <h1 id="record-name" ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {beside}
        </div>
        {children}
      </div>
      <Pager
        words={d("review.place", { a: place.position, b: place.of })}
        previous={d("previous")}
        next={d("next")}
        onGo={onGo}
      />
    </header>
  );
}
