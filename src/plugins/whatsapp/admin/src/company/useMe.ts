import { useEffect } from 'react';
import { useGetWhatsAppMeQuery } from '../api/me';
import { hearOtherTabs } from './other-tabs';

/** A membership that ended elsewhere is noticed within this time; most are sooner, by the socket or a refusal. */
const FOLLOW_MS = 10_000;
/** `setTimeout` overflows beyond 24 days. */
const LONGEST_MS = 86_400_000;

/** Who the person is at present, kept true while a screen of ours is open. */
export const useMe = () => {
  const answer = useGetWhatsAppMeQuery(undefined, { pollingInterval: FOLLOW_MS });
  const { data: me, refetch } = answer;
  const endsAt = me?.member?.expiresAt;

  useEffect(() => {
    const ask = () => void refetch();
    window.addEventListener('focus', ask);
    const endHearing = hearOtherTabs(ask);
    return () => {
      window.removeEventListener('focus', ask);
      endHearing();
    };
  }, [refetch]);

  useEffect(() => {
    if (!endsAt) return undefined;
    const leftMs = Date.parse(endsAt) - Date.now();
    if (leftMs > LONGEST_MS) return undefined;
    const timer = setTimeout(() => void refetch(), Math.max(0, leftMs) + 250);
    return () => clearTimeout(timer);
  }, [endsAt, refetch]);

  return answer;
};
