import { isObject, type Json, type JsonObject } from "../../shared/json";

/** One change of a document: where (`p`, a JSON pointer), what (`o`) and with what (`v`). */
interface Change {
  p: string;
  o: string;
  v: Json;
}

/** The documents of delta encoding `v1`. What a delta leaves out (`c`, `p`, `o`) is as in the one before. */
export class DeltaDocuments {
  private readonly documents = new Map<number, Json>();
  private c = 0;
  private p = "";
  private o = "add";

  /** Applies one delta and returns the whole document that it changed; old values are never written to. */
  apply(delta: JsonObject): Json {
    if (typeof delta["c"] === "number") this.c = delta["c"];
    if (typeof delta["p"] === "string") this.p = delta["p"];
    if (typeof delta["o"] === "string") this.o = delta["o"];
    const document = change(this.documents.get(this.c) ?? null, { p: this.p, o: this.o, v: delta["v"] ?? null });
    this.documents.set(this.c, document);
    return document;
  }
}

function change(document: Json, { p, o, v }: Change): Json {
  const path = p === "" ? [] : p.slice(1).split("/").map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
  return at(document, path, o, v);
}

function at(value: Json, path: string[], operation: string, operand: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return whole(value, operation, operand);
  if (rest.length === 0 && operation === "remove") return without(value, key);
  if (rest.length === 0 && operation === "add") return withNew(value, key, operand);
  if (Array.isArray(value)) {
    const copy = [...value];
    const index = key === "-" ? copy.length : Number(key);
    if (!Number.isInteger(index) || index < 0 || index > copy.length) return value;
    copy[index] = at(copy[index] ?? null, rest, operation, operand);
    return copy;
  }
  const object = isObject(value) ? value : {};
  return { ...object, [key]: at(Object.hasOwn(object, key) ? (object[key] ?? null) : null, rest, operation, operand) };
}

function whole(value: Json, operation: string, operand: Json): Json {
  switch (operation) {
    case "append":
      return append(value, operand);
    case "truncate":
      return typeof operand === "number" && (typeof value === "string" || Array.isArray(value)) ? value.slice(0, operand) : value;
    case "patch":
      return Array.isArray(operand) ? operand.reduce<Json>(patch, value) : value;
    case "remove":
      return null;
    default:
      return operand;
  }
}

function append(value: Json, operand: Json): Json {
  if (typeof value === "string" || value === null) return typeof operand === "string" ? (value ?? "") + operand : operand;
  if (Array.isArray(value)) return value.concat(operand);
  return isObject(value) && isObject(operand) ? { ...value, ...operand } : value;
}

function patch(value: Json, item: Json): Json {
  if (!isObject(item)) return value;
  const p = typeof item["p"] === "string" ? item["p"] : "";
  const o = typeof item["o"] === "string" ? item["o"] : "replace";
  return change(value, { p, o, v: item["v"] ?? null });
}

function without(value: Json, key: string): Json {
  if (Array.isArray(value)) return value.filter((_, index) => index !== Number(key));
  if (!isObject(value)) return value;
  const { [key]: _removed, ...kept } = value;
  return kept;
}

function withNew(value: Json, key: string, item: Json): Json {
  if (!Array.isArray(value)) return { ...(isObject(value) ? value : {}), [key]: item };
  const index = key === "-" ? value.length : Number(key);
  return Number.isInteger(index) && index >= 0 ? [...value.slice(0, index), item, ...value.slice(index)] : value;
}
