import type { CheckReport } from '../../../contracts/channel';
import { WhatsAppError } from '../../../contracts/errors';

/** The connection test found something that keeps the channel from working. Carries the whole list of checks. */
export class CheckFailure extends WhatsAppError {
  readonly details: CheckReport;

  constructor(report: CheckReport) {
    const failed = report.checks.find((check) => check.result === 'failed');
    super('rejected', failed?.message ?? 'The connection test failed', { remedy: failed?.remedy });
    this.details = report;
  }
}

export const isWorking = (report: CheckReport): boolean =>
  report.checks.every((check) => check.result !== 'failed');
