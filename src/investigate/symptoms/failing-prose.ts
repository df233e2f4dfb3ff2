import type { Failing } from './failing.ts';
import { inPlace, type Scene, type SymptomProse } from './wording.ts';

export function describeFailing(symptom: Failing, { seen }: Scene): SymptomProse {
  const where = inPlace(seen);
  const also = (what: string): string => (seen.place === null ? '' : `; ${what} is in ${seen.place}`);
  switch (symptom.kind) {
    case 'out-of-memory':
      return {
        consequence: symptom.killed
          ? 'What the process was doing when its memory ran out ended with it.'
          : 'What needed the memory did not get it.',
        current: symptom.killed
          ? `The process is ended for the memory it uses: ${seen.quote}.`
          : `The process asks for memory and gets none${where}: ${seen.quote}.`,
        expected: 'The process stays within its memory limit.',
        reading:
          'Either the limit is too low for the load, or memory is kept that is no longer needed. These entries do not tell which.',
        next: 'Compare memory use with load before the first of these entries; raise the limit if they rise together, look for a leak if memory alone does.',
      };
    case 'no-thread':
      return {
        consequence: 'What was to run on the new thread does not run.',
        current: `A thread cannot be started${where}: ${seen.quote}.`,
        expected: 'Threads are started within what the system allows, and end when they are done.',
        reading:
          'The system refused another thread: the process has too many, a limit of the container is reached, or there is no memory for one more. The log does not say which.',
        next: `Count the threads of the process over time: if they grow, find what starts them and does not end them; if not, compare their number with the limit${also('the call')}.`,
      };
    case 'pool-exhausted':
      return {
        consequence: 'What needed a connection did not get one in time.',
        current: `The connection pool has none to give${where}: ${seen.quote}.`,
        expected: 'A connection is free, or made, before the wait for it ends.',
        reading:
          'Either all connections of the pool were in use for longer than the wait, or no new one could be made. The log does not say what held them.',
        next: 'Look at what held the connections over the same minutes: slow calls, long transactions, code that does not give one back; change the size of the pool only after that.',
      };
    case 'timeout':
      return {
        consequence: 'What was waited for did not come in time.',
        current: `A wait is given up after its time limit${where}: ${seen.quote}.`,
        expected: 'What is waited for comes within the limit, or what waits carries on without.',
        reading:
          'Either what was waited for is slow or down, or the limit is too short for what is asked. The log shows only the side that waited.',
        next: `Look at what was waited for over the same minutes before changing the limit${also('the wait')}.`,
      };
    case 'unreachable':
      return describeUnreachable(symptom.how, { where, also, quote: seen.quote });
    case 'denied':
      return {
        consequence: 'What was asked for was refused.',
        current: `A call is refused for lack of permission${where}: ${seen.quote}.`,
        expected: 'The caller has the permission it needs, or does not ask.',
        reading:
          'Either the identity lacks a permission, or the call should not have been made with it. The log does not say which.',
        next: `Find the identity behind the call${where}, and compare its permissions with what the call needs.`,
      };
    case 'file-denied':
      return {
        consequence: 'What needed the file did not get it.',
        current: `The system refuses the use of a file${where}: ${seen.quote}.`,
        expected: 'The user that the process runs as may use the file as it does.',
        reading:
          'The owner and mode of the file, of a folder above it, or of what is mounted there do not allow it to this user; a program needs the right to be executed.',
        next: 'Compare the owner and mode of the path in the message, as it is in the container, with the user that the process runs as.',
      };
    case 'signal':
      return describeSignal(symptom.how, seen.quote);
    case 'wrong-format':
      return {
        consequence: 'The program does not run.',
        current: `The system is told to run a file that it cannot: ${seen.quote}.`,
        expected: 'The file is a program for the machine that it is started on.',
        reading:
          'It was built for another processor than that of the machine, or it is a script whose first line names no interpreter.',
        next: 'Compare the platform the image was built for with that of the machine; of a script, look at its first line.',
      };
  }
}

type Unreachable = Extract<Failing, { kind: 'unreachable' }>['how'];

function describeUnreachable(
  how: Unreachable,
  { where, also, quote }: { where: string; also: (what: string) => string; quote: string },
): SymptomProse {
  if (how === 'broken') {
    return {
      consequence: 'What used the connection lost it.',
      current: `A connection breaks off${where}: ${quote}.`,
      expected: 'The connection lasts until both ends are done, or is made anew.',
      reading: 'The other end closed it, or something between the two did. The log shows only this end, and not why.',
      next: `Look at the other end of the connection over the same minutes${also('this end')}.`,
    };
  }
  if (how === 'unnamed') {
    return {
      consequence: 'What needed the connection did not get it.',
      current: `A host is not found by its name${where}: ${quote}.`,
      expected: 'The name leads to a host.',
      reading:
        'No address was found for the name: it is wrong, or not known here, or whoever resolves names did not answer.',
      next: `Check that the name is right and known where the service runs${also('the call')}.`,
    };
  }
  return {
    consequence: 'What needed the connection did not get it.',
    current: `A connection cannot be made${where}: ${quote}.`,
    expected: 'The connection is made, or tried again until it is.',
    reading:
      how === 'refused'
        ? 'Nothing was listening at that address and port, or something before it refused. The log shows only this side.'
        : 'The other side was down, refused, or could not be reached under its name. The log shows only this side.',
    next: `Check that the address is right and what listens there was up over the same minutes${also('the call')}.`,
  };
}

const SIGNALS: Readonly<
  Record<Extract<Failing, { kind: 'signal' }>['how'], { current: string; reading: string; next: string }>
> = {
  crashed: {
    current: 'The process crashes outside of what the language can catch',
    reading:
      'The system ended it for something that machine code did: it used memory that is not its own, or an instruction that the processor does not have.',
    next: 'Look at what the same instance logged just before, and at the native code in it (extensions, drivers, the runtime itself), first at what the last deploy changed there.',
  },
  aborted: {
    current: 'The process aborts itself',
    reading: 'A program does so where it finds that it cannot go on; why, it mostly writes just before.',
    next: 'Read what the same instance wrote just before this line.',
  },
  killed: {
    current: 'The process is killed from outside',
    reading:
      'It cannot catch that nor say why; the system does it mostly for memory, and a supervisor for a limit of its own.',
    next: 'Compare the memory of the process with its limit just before; then look at what else may kill it there.',
  },
  ended: {
    current: 'The process is ended by a signal',
    reading: 'The line names the number of the signal, and not who sent it.',
    next: 'Look up what the signal means, and read what the same instance wrote just before this line.',
  },
};

function describeSignal(how: keyof typeof SIGNALS, quote: string): SymptomProse {
  const { current, reading, next } = SIGNALS[how];
  return {
    consequence: 'What the process was doing ended with it.',
    current: `${current}: ${quote}.`,
    expected: 'The process runs until it is done or told to stop.',
    reading,
    next,
  };
}
