/** A text of ours in which names stand between backticks. */
export function Inline({ text }: { text: string }) {
  return (
    <>
      {text.split('`').map((part, index) =>
        // Parts alternate: between an odd and an even backtick stands a name.
        index % 2 === 1 ? <code key={`${index} ${part}`}>{part}</code> : part,
      )}
    </>
  );
}
