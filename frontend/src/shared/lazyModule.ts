import { useEffect, useRef, useState } from "react";

/** How often a download is tried before it is given up for now, and the first pause between two, in milliseconds. */
const tries = 3;
const firstPause = 400;

/** Code that a page fetches when it is first needed. A download that fails is tried again, and once more whenever it is next needed. */
export class LazyModule<Module> {
  loaded: Module | null = null;
  private loading: Promise<Module> | null = null;
  private failures = 0;

  /** `download` learns how many downloads have failed so far. */
  constructor(private readonly download: (failures: number) => Promise<Module>) {}

  load(): Promise<Module> {
    this.loading ??= this.fetch(tries).catch((error: unknown) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  private async fetch(left: number): Promise<Module> {
    try {
      this.loaded = await this.download(this.failures);
      return this.loaded;
    } catch (error) {
      this.failures++;
      if (left <= 1) throw error;
      await new Promise((resolve) => setTimeout(resolve, firstPause * 2 ** (tries - left)));
      return this.fetch(left - 1);
    }
  }
}

/** A bundle that needs nothing of the page's own. */
export function bundleAt<Module>(address: string): LazyModule<Module> {
  // A browser may answer a second import of one address with the first failure, hence the other address.
  return new LazyModule((failures) => import(failures === 0 ? address : `${address}?again=${failures}`) as Promise<Module>);
}

export interface Lazy<Module> {
  loaded: Module | null;
  /** The download was given up. */
  hasFailed: boolean;
  retry: () => void;
}

/** The module as soon as it is there; it is fetched when it is wanted, and again when the network is back. */
export function useModule<Module>(module: LazyModule<Module>, isWanted = true): Lazy<Module> {
  const [loaded, setLoaded] = useState<Module | null>(() => module.loaded);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    if (!isWanted || loaded) return;
    let isGone = false;
    const load = () => {
      module.load().then(
        (found) => !isGone && setLoaded(() => found),
        () => !isGone && setFailed(true),
      );
    };
    load();
    window.addEventListener("online", load);
    return () => {
      isGone = true;
      window.removeEventListener("online", load);
    };
  }, [module, isWanted, loaded]);

  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);

  async function retry() {
    setFailed(false);
    const found = await module.load().catch(() => null);
    if (found) return setLoaded(() => found);
    const isThere = await isServerThere();
    if (isThere && isShown.current) location.reload();
    else setFailed(true);
  }

  return { loaded, hasFailed, retry: () => void retry() };
}

/** A server that answers while its file does not may be a newer one, whose files have other names: the page must load anew. */
function isServerThere(): Promise<boolean> {
  return fetch(location.href, { method: "HEAD", cache: "no-store" }).then(() => true, () => false);
}
