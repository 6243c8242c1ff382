"""Waiting in a page for what a promise tells: `wait_for_function` takes the promise itself for a yes."""

from typing import Any

from playwright.sync_api import Page

PATIENCE_MS = 20_000


def until(page: Page, look: str, arg: object = None) -> Any:
    """Wait until ``look``, an async function in JavaScript, tells something true of ``arg``; what it told."""
    return page.evaluate(
        f"""async (arg) => {{
          const look = {look};
          const end = performance.now() + {PATIENCE_MS};
          for (;;) {{
            const told = await look(arg);
            if (told) return told;
            if (performance.now() > end) throw new Error("waited in vain");
            await new Promise(requestAnimationFrame);
          }}
        }}""",
        arg,
    )
