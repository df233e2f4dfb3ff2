/** Answers for each object once, and with the same ever after; the answer is forgotten with the object. */
export function oncePer<Key extends object, Value extends object>(answer: (key: Key) => Value): (key: Key) => Value {
  const answers = new WeakMap<Key, Value>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const value = answer(key);
    answers.set(key, value);
    return value;
  };
}
