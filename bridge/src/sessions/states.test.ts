import fc from 'fast-check';
import {
  DEADLINES,
  isAtRest,
  isFinal,
  SESSION_INPUTS,
  SESSION_STATES,
  TRANSITIONS,
  type SessionInput,
  type SessionState,
} from './states';

const next = (state: SessionState, input: SessionInput): SessionState => TRANSITIONS[state][input] ?? state;
const after = (inputs: SessionInput[]): SessionState =>
  inputs.reduce<SessionState>((state, input) => next(state, input), 'stopped');
const inputs = fc.array(fc.constantFrom(...SESSION_INPUTS), { maxLength: 40 });

describe('the states of a session', () => {
  it('can be stopped from everywhere, and started again', () => {
    fc.assert(
      fc.property(inputs, (told) => {
        const stopped = next(after(told), 'stop');
        expect(stopped).toBe('stopped');
        expect(next(stopped, 'start')).toBe('starting');
      }),
    );
  });

  it('is online only after WhatsApp said that it is ready', () => {
    fc.assert(
      fc.property(
        inputs.filter((told) => !told.includes('ready')),
        (told) => expect(['online', 'degraded']).not.toContain(after(told)),
      ),
    );
  });

  it('comes back by itself from nowhere but reconnecting', () => {
    const byItself = SESSION_INPUTS.filter((input) => !['start', 'stop', 'unlinked'].includes(input));
    fc.assert(
      fc.property(inputs, fc.constantFrom(...byItself), (told, input) => {
        const state = after(told);
        fc.pre(isFinal(state));
        expect(next(state, input)).toBe(state);
      }),
    );
  });

  it('waits for nothing for ever but for people, and for messages', () => {
    const endless = SESSION_STATES.filter((state) => !DEADLINES[state] && !isAtRest(state));
    expect(endless).toEqual(['online']);
  });

  it('leads every deadline to a state in which nothing runs', () => {
    for (const [state, deadline] of Object.entries(DEADLINES))
      expect(isAtRest(next(state as SessionState, deadline.input))).toBe(true);
  });

  it('ends every running state when somebody else uses the login', () => {
    for (const state of SESSION_STATES.filter((each) => !isAtRest(each)))
      expect(next(state, 'conflict')).toBe('conflict');
  });
});
