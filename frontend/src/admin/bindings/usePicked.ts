import { useLoad } from "../../shared/useLoad";
import type { Picked } from "../ui/Picker";

/** The id in the address with its name, once that is known. */
export function usePicked(noun: string, id: number | undefined, name: (id: number) => Promise<string>): Picked | null {
  const loaded = useLoad(`${noun}:${id}`, async () => (id === undefined ? null : { id, label: await name(id) }));
  if (id === undefined) return null;
  return loaded.value?.id === id ? loaded.value : { id, label: `#${id}` };
}
