import { LazyModule } from "../../shared/lazyModule";
import { Store } from "../../shared/store";
import type { Choices } from "./choices";

const alerts = new LazyModule(() => import("./alerts"));

/** Whether an answer ended that nobody has looked at: the page's title has a mark until it is seen. */
export class Ready extends Store<boolean> {
  constructor(private readonly choices: Choices) {
    super(false);
    document.addEventListener("visibilitychange", () => {
      if (this.value && !document.hidden) this.set(false);
    });
  }

  /** An answer has ended. Whoever sees the page sees that. */
  tell(): void {
    const { readyTitle, readySound, readyNotification } = this.choices.get();
    if (!document.hidden) return;
    if (readyTitle) this.set(true);
    if (readySound || readyNotification) {
      // A download that fails costs a sound.
      void alerts.load().then(({ play, notify }) => {
        if (readySound) play();
        if (readyNotification) notify();
      }, () => undefined);
    }
  }
}
