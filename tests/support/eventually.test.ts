import { eventually, eventuallyPresent } from './eventually';

describe('eventually', () => {
  it('gives back the value of the first attempt that holds', async () => {
    let attempts = 0;
    const value = await eventually(() => {
      attempts += 1;
      expect(attempts).toBeGreaterThan(2);
      return attempts;
    });
    expect(value).toBe(3);
  });

  it('fails with the last reason when it never holds', async () => {
    const never = eventually(() => Promise.reject(new Error('still red')), { deadlineMs: 60 });
    await expect(never).rejects.toThrow('still red');
  });

  it('names what never came', async () => {
    await expect(eventuallyPresent(() => null, 'The message', { deadlineMs: 60 })).rejects.toThrow(
      'The message: not there in time',
    );
  });

  it('takes zero and an empty text for present', async () => {
    await expect(eventuallyPresent(() => 0, 'A count')).resolves.toBe(0);
    await expect(eventuallyPresent(() => '', 'A text')).resolves.toBe('');
  });
});
