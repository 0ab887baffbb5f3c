import "../together";
import { sentences } from "../../shared/i18n";
import { both } from "./text";
import { siteName } from "../../shared/site";

/** A short tone of two notes. */
export function play(): void {
  try {
    const context = new AudioContext();
    const gain = context.createGain();
    gain.connect(context.destination);
    gain.gain.setValueAtTime(0.12, context.currentTime);
    gain.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.5);
    const tone = context.createOscillator();
    tone.frequency.setValueAtTime(660, context.currentTime);
    tone.frequency.setValueAtTime(880, context.currentTime + 0.15);
    tone.connect(gain);
    tone.onended = () => void context.close();
    tone.start();
    tone.stop(context.currentTime + 0.5);
  } catch {
    // No sound on this machine.
  }
}

/** Says that an answer is there, and not a word of what was said: a notification is seen on locked screens. */
export function notify(): void {
  try {
    if (Notification.permission !== "granted") return;
    const { ready } = sentences(both);
    const notification = new Notification(siteName, { body: ready, tag: "ready" });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
  } catch {
    // Browsers of phones show none from a page.
  }
}

/** Asks the browser for the permission; false when it is not given. */
export async function mayNotify(): Promise<boolean> {
  try {
    return (await Notification.requestPermission()) === "granted";
  } catch {
    return false;
  }
}
