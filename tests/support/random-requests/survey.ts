import { isDeepStrictEqual } from 'node:util';
import type { ApiClient } from '../api-client';
import type { FailureLog } from './failure-log';
import type { OtherCompany } from './other-company';
import type { RandomRequest } from './random-requests';

export interface Finding {
  what: 'shown' | 'differs' | 'changed' | 'failed';
  request: string;
  detail: string;
}

export interface Survey {
  /** Asks all of them, and tells what should not have happened. */
  run(requests: readonly RandomRequest[]): Promise<Finding[]>;
  /** How many requests were sent, by the status of the answer. */
  answers: Map<number, number>;
}

interface Answer {
  status: number;
  text: string;
}

const CLIENTS = 6;
const DETAIL_LENGTH = 1_000;

const inGroups = <One>(all: readonly One[], size: number): One[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, group) =>
    all.slice(group * size, (group + 1) * size),
  );

/** Only what says something about rows: no times of the last use, no references to the log. */
const essence = ({ status, text }: Answer): string =>
  `${status} ${text.replace(/"lastUsedAt":"[^"]*"/g, '').replace(/reference [0-9a-z]{8}/g, '')}`;

const changesOf = (before: readonly string[], after: readonly string[]): string[] => [
  ...before.filter((row) => !after.includes(row)).map((row) => `- ${row}`),
  ...after.filter((row) => !before.includes(row)).map((row) => `+ ${row}`),
];

const nameOf = ({ caller, method, path, headers, body }: RandomRequest): string =>
  `${caller}: ${method} ${decodeURIComponent(path)} ${JSON.stringify(headers)} ${JSON.stringify(body) ?? ''}`;

/**
 * The callers must not see, notice or change anything of the other company:
 * - no answer holds a text of it, or an id that was not in the question;
 * - a question gets the same answer whatever the other company's rows are like (it is changed in between);
 * - its rows are the same afterwards;
 * - nothing ends in a 500.
 */
export const createSurvey = (settings: {
  callers: Readonly<Record<string, ApiClient>>;
  other: OtherCompany;
  /** Texts and ids that must never be in an answer. */
  traces: readonly string[];
  failures: FailureLog;
  isKnownFailure: (failure: string) => boolean;
}): Survey => {
  const { callers, other, traces, failures, isKnownFailure } = settings;
  const answers = new Map<number, number>();

  const ask = async ({ caller, method, path, headers, body }: RandomRequest): Promise<Answer> => {
    const { baseUrl, token } = callers[caller] ?? {};
    const response = await fetch(new URL(path, baseUrl), {
      method,
      redirect: 'manual',
      headers: {
        ...headers,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    answers.set(response.status, (answers.get(response.status) ?? 0) + 1);
    return { status: response.status, text: await response.text() };
  };

  const askAll = async (requests: readonly RandomRequest[]): Promise<Answer[]> => {
    const given: Answer[] = [];
    let next = 0;
    const client = async (): Promise<void> => {
      for (let index = next++; index < requests.length; index = next++) {
        const request = requests[index];
        if (request) given[index] = await ask(request);
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    return given;
  };

  const lookAt = (request: RandomRequest, answer: Answer): Finding[] => {
    const findings: Finding[] = [];
    const asked = nameOf(request);
    const shown = traces.filter((trace) => answer.text.includes(trace) && !asked.includes(trace));
    if (shown.length > 0)
      findings.push({ what: 'shown', request: asked, detail: `${shown.join()} in ${answer.text}` });
    return findings;
  };

  /** The log says what it was; the answers say only that it was. */
  const failed = (requests: readonly RandomRequest[], given: readonly Answer[]): Finding[] => {
    const unknown = failures.take().filter((failure) => !isKnownFailure(failure));
    const suspects = requests.filter((_, index) => (given[index]?.status ?? 0) >= 500).map(nameOf);
    return unknown.map((detail) => ({ what: 'failed', request: suspects.join('\n  '), detail }));
  };

  const inBothWorlds = async (request: RandomRequest): Promise<[string, string]> => {
    const before = essence(await ask(request));
    await other.change();
    const after = essence(await ask(request));
    await other.change();
    return [before, after];
  };

  /** Twice the same difference is one: an answer may also hold a time, or what another request had just written. */
  const differences = async (request: RandomRequest): Promise<Finding[]> => {
    const [[one, two], [again, twice]] = [await inBothWorlds(request), await inBothWorlds(request)];
    if (one !== again || two !== twice || one === two) return [];
    return [{ what: 'differs', request: nameOf(request), detail: `${one}\n    →  ${two}` }];
  };

  return {
    answers,
    async run(requests) {
      const reads = requests.filter(({ method }) => method === 'GET');
      const writes = requests.filter(({ method }) => method !== 'GET');
      const first = await askAll(reads);
      await other.change();
      const second = await askAll(reads);
      await other.change();

      const findings = failed(
        reads,
        first.map((answer, index) => (answer.status >= 500 ? answer : (second[index] ?? answer))),
      );
      findings.push(
        ...reads.flatMap((request, index) =>
          [first[index], second[index]].flatMap((answer) => (answer ? lookAt(request, answer) : [])),
        ),
      );
      for (const [index, request] of reads.entries()) {
        const [one, two] = [first[index], second[index]];
        if (one && two && essence(one) !== essence(two)) findings.push(...(await differences(request)));
      }

      for (const some of inGroups(writes, CLIENTS)) {
        const before = await other.rows();
        const written = await askAll(some);
        findings.push(
          ...some.flatMap((request, index) => (written[index] ? lookAt(request, written[index]) : [])),
        );
        findings.push(...failed(some, written));
        const after = await other.rows();
        if (!isDeepStrictEqual(before, after)) {
          findings.push({
            what: 'changed',
            request: some.map((one, i) => written[i]?.status + ' ' + nameOf(one)).join('\n  '),
            detail: changesOf(before, after).join('\n'),
          });
        }
      }
      return findings.map((finding) => ({ ...finding, detail: finding.detail.slice(0, DETAIL_LENGTH) }));
    },
  };
};
