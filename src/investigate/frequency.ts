/** How many of the issues seen so far hold a name or word; what many hold tells none of them apart. */
export type Frequency = (name: string) => number;
