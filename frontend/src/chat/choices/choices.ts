import type { PersonalStorage } from "../../shared/personalStorage";
import { Store } from "../../shared/store";

export type FontSize = "small" | "normal" | "large";
export const fontSizes: readonly FontSize[] = ["small", "normal", "large"];

/** What the member has chosen for the chat page in this browser. */
export interface Chosen {
  fontSize: FontSize;
  shortcuts: boolean;
  /** How one is told of an answer that ended while the page was hidden. */
  readyTitle: boolean;
  readySound: boolean;
  readyNotification: boolean;
}

export type Switch = Exclude<keyof Chosen, "fontSize">;

/** Kept with the member: nobody else at this browser gets it. */
export class Choices extends Store<Chosen> {
  constructor(private readonly storage: PersonalStorage) {
    const isOn = (name: Switch, usual: "on" | "off") => (storage.get(name) ?? usual) === "on";
    super({
      fontSize: fontSizes.find((size) => size === storage.get("fontSize")) ?? "normal",
      shortcuts: isOn("shortcuts", "on"),
      readyTitle: isOn("readyTitle", "on"),
      readySound: isOn("readySound", "off"),
      readyNotification: isOn("readyNotification", "off"),
    });
    this.showSize();
  }

  turn(name: Switch, isOn: boolean): void {
    this.storage.set(name, isOn ? "on" : "off");
    this.set({ ...this.value, [name]: isOn });
  }

  setFontSize(fontSize: FontSize): void {
    this.storage.set("fontSize", fontSize);
    this.set({ ...this.value, fontSize });
    this.showSize();
  }

  private showSize(): void {
    document.documentElement.dataset["fontSize"] = this.value.fontSize;
  }
}
