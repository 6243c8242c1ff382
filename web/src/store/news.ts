/** Telling the other tabs of this phone which rows have changed; they read them for themselves. */

export interface News {
  entries: string[];
  rows: number[];
  drafts: boolean;
  /** Numbers on their way now; in flight is a thing of the moment and is not stored. */
  sending: number[] | null;
  mark: boolean;
  photos: boolean;
  /** The phone is another device now: every number is another. */
  anew: boolean;
}

const NOTHING: News = {
  entries: [],
  rows: [],
  drafts: false,
  sending: null,
  mark: false,
  photos: false,
  anew: false,
};

export interface Newsroom {
  tell: (news: Partial<News>) => void;
  close: () => void;
}

/** Joins the channel of a person's tabs. A tab does not hear itself. */
export function joinNews(account: string, hear: (news: News) => void): Newsroom {
  const channel = new BroadcastChannel(`perisai-${account}`);
  channel.onmessage = (event: MessageEvent<News>) => hear(event.data);
  let closed = false;
  return {
    tell: (news) => {
      // A run may outlive the person's being here; the other tabs then hear of it when they open.
      if (!closed) channel.postMessage({ ...NOTHING, ...news });
    },
    close: () => {
      closed = true;
      channel.close();
    },
  };
}
