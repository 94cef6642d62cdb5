import type { PhoneDescription } from '../control/describe';
import { find, make, redraw } from './dom';

export interface DeviceActs {
  unlink: (device: string) => void;
  scan: (page: number) => void;
  enter: (code: string) => void;
}

const timeOf = (iso: string | null): string =>
  iso === null
    ? ''
    : new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const nothing = (words: string): Node[] => [make('li', { className: 'quiet' }, words)];

/** The list of linked devices, and of pages that wait to be linked. */
export const showDevices = (
  { devices, pages }: PhoneDescription,
  { unlink, scan, enter }: DeviceActs,
): void => {
  redraw(find('devices'), devices, () =>
    devices.length === 0
      ? nothing('No device is linked.')
      : devices.map(({ id, name, linkedAt, isConnected, waiting }) => {
          const state = isConnected ? 'connected' : `away, ${waiting} waiting`;
          return make(
            'li',
            {},
            make(
              'span',
              {},
              name || 'A device',
              ' ',
              make('span', { className: 'quiet' }, `${timeOf(linkedAt)} · ${state}`),
            ),
            make('button', { type: 'button', onclick: () => unlink(id) }, 'Unlink'),
          );
        }),
  );
  redraw(find('pages'), pages, () =>
    pages.length === 0
      ? nothing('No page shows a code.')
      : pages.map(({ number, codeSince, code }) =>
          code === undefined
            ? make(
                'li',
                {},
                make(
                  'span',
                  {},
                  'QR code ',
                  make('span', { className: 'quiet' }, `since ${timeOf(codeSince)}`),
                ),
                make('button', { type: 'button', onclick: () => scan(number) }, 'Scan'),
              )
            : make(
                'li',
                {},
                make('span', {}, `Code ${code.slice(0, 4)}-${code.slice(4)}`),
                make('button', { type: 'button', onclick: () => enter(code) }, 'Enter'),
              ),
        ),
  );
};
