import { useEffect, useState } from "react";

/** How often a download is tried before it is given up for now, and the first pause between two, in milliseconds. */
const tries = 3;
const firstPause = 400;

/** A part of the page that is big and seldom needed. A download that fails is tried again, and once more whenever it is next needed. */
export class LazyModule<Module> {
  loaded: Module | null = null;
  private loading: Promise<Module> | null = null;
  private failures = 0;

  constructor(private readonly address: string) {}

  load(): Promise<Module> {
    this.loading ??= this.fetch(tries).catch((error: unknown) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  private async fetch(left: number): Promise<Module> {
    // A browser may answer a second import of one address with the first failure, hence the other address.
    const address = this.failures === 0 ? this.address : `${this.address}?again=${this.failures}`;
    try {
      this.loaded = (await import(address)) as Module;
      return this.loaded;
    } catch (error) {
      this.failures++;
      if (left <= 1) throw error;
      await new Promise((resolve) => setTimeout(resolve, firstPause * 2 ** (tries - left)));
      return this.fetch(left - 1);
    }
  }
}

/** The module as soon as it is there; it is fetched when it is wanted, and again when the network is back. */
export function useModule<Module>(module: LazyModule<Module>, isWanted: boolean): Module | null {
  const [loaded, setLoaded] = useState<Module | null>(() => module.loaded);
  useEffect(() => {
    if (!isWanted || loaded) return;
    let isGone = false;
    const load = () => {
      module.load().then(
        (found) => !isGone && setLoaded(() => found),
        () => undefined,
      );
    };
    load();
    window.addEventListener("online", load);
    return () => {
      isGone = true;
      window.removeEventListener("online", load);
    };
  }, [module, isWanted, loaded]);
  return loaded;
}
