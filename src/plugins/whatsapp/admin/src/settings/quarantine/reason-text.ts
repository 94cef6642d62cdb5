import type { QuarantineReason } from '../../../../contracts/quarantine';
import type { TextId } from '../../parts/useText';

/** What happened, and what can be done about it. */
export const REASON_TEXTS = {
  'unknown-number': { reason: 'quarantine.unknown-number', remedy: 'quarantine.unknown-number.remedy' },
  malformed: { reason: 'quarantine.malformed', remedy: 'quarantine.malformed.remedy' },
  failed: { reason: 'quarantine.failed', remedy: 'quarantine.failed.remedy' },
} as const satisfies Record<QuarantineReason, { reason: TextId; remedy: TextId }>;
