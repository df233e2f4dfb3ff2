import { describe, expect, it } from 'vitest';
import { kindsIn } from '../../src/investigate/error-kinds.ts';
import { ELSEWHERE } from '../../src/investigate/error-kinds-elsewhere.ts';

describe('kinds of error', () => {
  it.each([
    ['clients get no answer within 30 s', 'time-out'],
    ['die Datenbank ist nicht erreichbar', 'not reachable'],
    ['Zeitüberschreitung beim Abruf der Preise', 'time-out'],
    ["la variable prénom n'est pas définie", 'something missing'],
    ['el certificado ha caducado', 'something expired'],
    ['o limite de pedidos foi excedido', 'a limit reached'],
    ['accesso negato alla cartella', 'no permission'],
    ['de schijf vol op node 3', 'a full disk'],
    ['token is not active yet', 'a clock that is off'],
  ])('are found in “%s”', (text, kind) => {
    expect([...kindsIn(text).kinds]).toContain(kind);
  });

  it.each(Object.entries(ELSEWHERE))('say %s in other languages by phrases that are found', (kind, phrases) => {
    for (const phrase of phrases) expect([...kindsIn(phrase).kinds], phrase).toContain(kind);
  });
});
