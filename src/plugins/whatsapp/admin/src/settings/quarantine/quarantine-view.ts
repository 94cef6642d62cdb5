import { QuarantineReason, type QuarantineFilters } from '../../../../contracts/quarantine';

/** What stands in the address. */
export interface QuarantineView {
  show: QuarantineFilters['show'];
  reason: QuarantineReason | null;
}

/** A link may be old, or typed by hand: what is not understood is no filter. */
export const viewIn = (params: URLSearchParams): QuarantineView => ({
  show: params.get('show') === 'dismissed' ? 'dismissed' : 'open',
  reason: QuarantineReason.safeParse(params.get('reason')).data ?? null,
});

export const paramsOf = ({ show, reason }: QuarantineView): Record<string, string> => ({
  ...(show === 'dismissed' ? { show } : {}),
  ...(reason ? { reason } : {}),
});

export const filtersOf = ({ show, reason }: QuarantineView): QuarantineFilters => ({
  show,
  ...(reason ? { reason } : {}),
});
