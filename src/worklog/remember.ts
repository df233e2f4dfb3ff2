/**
 * Keeps what a pure function made of an object, as long as the object lives. A worklog is rendered after every cluster,
 * and all clusters but one are the same objects as before. Nothing that is passed may be changed in place.
 */
export function remember<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known.value;
    const value = make(key);
    made.set(key, { value });
    return value;
  };
}
