import { useSyncExternalStore } from "react";

/** A value that components watch. */
export class Store<Value> {
  private readonly listeners = new Set<() => void>();

  constructor(protected value: Value) {}

  get = (): Value => this.value;

  set(value: Value): void {
    this.value = value;
    this.listeners.forEach((listener) => listener());
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

export function useStore<Value>(store: { get: () => Value; subscribe: (listener: () => void) => () => void }): Value {
  return useSyncExternalStore(store.subscribe, store.get);
}
