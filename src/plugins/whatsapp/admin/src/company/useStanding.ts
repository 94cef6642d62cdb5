import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { useStore } from 'react-redux';
import type { Me } from '../../../contracts/tenancy';
import { useText } from '../parts/useText';
import type { PresentCompany } from './CompanyContext';
import { forgetCompany } from './forget-company';
import { isSameScope, presentScope, scopeOf } from './present-scope';
import { useMe } from './useMe';

/** Where a person stands when they open a screen of ours. */
export type Standing =
  | { state: 'loading' }
  | { state: 'failed'; error: unknown; retry: () => void }
  /** `left`: the name of the company that was on screen until just now. */
  | { state: 'none'; me: Me; left: string | null }
  | { state: 'present'; company: PresentCompany };

const presentIn = (me: Me): PresentCompany | null =>
  me.tenant && me.member ? { ...me, tenant: me.tenant, member: me.member } : null;

/**
 * Follows the person from company to company. Between two of them there is one drawing without any: what was on screen
 * is gone, the caches are emptied, and only then the next company is drawn. So nothing of the first can show in it.
 */
export const useStanding = (): Standing => {
  const { data: me, error, refetch } = useMe();
  const store = useStore() as unknown as Parameters<typeof forgetCompany>[0];
  const scope = me ? scopeOf(me) : null;
  const [drawn, setDrawn] = useState(() => ({ scope: me && presentScope.is(scope) ? scope : null }));
  const isSettled = me !== undefined && isSameScope(drawn.scope, scope) && presentScope.is(scope);

  useLayoutEffect(() => {
    if (me === undefined || isSettled) return;
    if (!presentScope.is(scope)) {
      forgetCompany(store);
      presentScope.become(scope);
    }
    setDrawn({ scope });
  }, [isSettled, me, scope, store]);

  const company = useMemo(() => (me ? presentIn(me) : null), [me]);
  const left = useNews(me === undefined ? undefined : company);

  if (me === undefined) {
    return error ? { state: 'failed', error, retry: () => void refetch() } : { state: 'loading' };
  }
  if (!isSettled) return { state: 'loading' };
  return company ? { state: 'present', company } : { state: 'none', me, left };
};

/** Says so when the company on screen became another one; gives the name of the one that was left for none. */
const useNews = (company: PresentCompany | null | undefined): string | null => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const last = useRef<{ id: string; name: string } | null>(null);
  const [left, setLeft] = useState<string | null>(null);
  const id = company?.tenant.id;
  const name = company?.tenant.name;
  const isKnown = company !== undefined;

  useEffect(() => {
    if (!isKnown) return;
    if (!id || !name) {
      setLeft(last.current?.name ?? null);
      return;
    }
    if (last.current && last.current.id !== id) {
      toggleNotification({ type: 'info', message: text('company.changed', { name }) });
    }
    last.current = { id, name };
  }, [id, isKnown, name, text, toggleNotification]);

  return left;
};
