import { useAuth, type Permission } from '@strapi/strapi/admin';

/**
 * Whether the person's Strapi roles hold one of these permissions; null while they are still on their way.
 *
 * Reads what the panel knows at each drawing. Strapi's `useRBAC` looks once: after a reload a page may be drawn before
 * the permissions came, and then it refuses for good what the person may do. Conditions are the server's to judge.
 */
export const useHeld = (wanted: Permission[]): boolean | null => {
  const isLoading = useAuth('useHeld', (auth) => auth.isLoading || auth.user === undefined);
  const held = useAuth('useHeld', (auth) => auth.permissions);
  if (isLoading) return null;
  return held.some((permission) =>
    wanted.some(
      ({ action, subject }) => action === permission.action && (!subject || subject === permission.subject),
    ),
  );
};
