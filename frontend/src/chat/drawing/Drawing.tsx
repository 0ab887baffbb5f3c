import "../together";
import { useEffect, useState } from "react";
import { Select } from "../../shared/ui/Field";
import { useSession } from "../session/session";
import { wishes } from "../thread/ask";
import { useDrawingWords } from "./text";

const counts = ["1", "2", "3", "4"] as const;

/** How many pictures, and how large: kept in this browser, and said with every question to a model that makes some. */
export function Drawing() {
  const t = useDrawingWords();
  const { storage } = useSession();
  const [count, setCount] = useState(() => counts.find((one) => one === storage.get("pictures")) ?? "1");
  const [size, setSize] = useState(() => storage.get("picture-size") ?? "");

  useEffect(() => {
    wishes.picture = { count: Number(count), ...(size && { size }) };
    storage.set("pictures", count === "1" ? "" : count);
    storage.set("picture-size", size);
    return () => {
      delete wishes.picture;
    };
  }, [count, size, storage]);

  return (
    <div className="drawing" role="group" aria-label={t.pictures}>
      <Select label={t.count} value={count} options={counts.map((value) => ({ value, label: value }))} onChange={setCount} />
      <Select label={t.size} value={size} options={Object.entries(t.sizes).map(([value, label]) => ({ value, label }))} onChange={setSize} />
    </div>
  );
}
