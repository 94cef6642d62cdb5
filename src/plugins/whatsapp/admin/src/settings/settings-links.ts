import { PERMISSIONS, PLATFORM } from '../permissions';

/** Settings → WhatsApp, each page with the permission that shows it. */
export const settingsLinks = [
  {
    id: 'whatsapp.channels',
    to: 'whatsapp/channels',
    intlLabel: { id: 'whatsapp.settings.channels', defaultMessage: 'Channels' },
    permissions: PERMISSIONS.channels,
    Component: () => import('./SettingsPage').then(({ SettingsPage }) => ({ default: SettingsPage })),
  },
  {
    id: 'whatsapp.quarantine',
    to: 'whatsapp/quarantine',
    intlLabel: { id: 'whatsapp.quarantine.title', defaultMessage: 'Quarantine' },
    permissions: PERMISSIONS.channels,
    Component: () =>
      import('./quarantine/QuarantinePage').then(({ QuarantinePage }) => ({ default: QuarantinePage })),
  },
  {
    id: 'whatsapp.members',
    to: 'whatsapp/members',
    intlLabel: { id: 'whatsapp.members.title', defaultMessage: 'Members' },
    permissions: PERMISSIONS.members,
    Component: () => import('./members/MembersPage').then(({ MembersPage }) => ({ default: MembersPage })),
  },
  {
    id: 'whatsapp.api-tokens',
    to: 'whatsapp/api-tokens',
    intlLabel: { id: 'whatsapp.tokens.title', defaultMessage: 'API tokens' },
    permissions: PERMISSIONS.members,
    Component: () => import('./tokens/TokensPage').then(({ TokensPage }) => ({ default: TokensPage })),
  },
  {
    id: 'whatsapp.audit',
    to: 'whatsapp/audit',
    intlLabel: { id: 'whatsapp.audit.title', defaultMessage: 'Audit log' },
    permissions: PERMISSIONS.audit,
    Component: () => import('./audit/AuditPage').then(({ AuditPage }) => ({ default: AuditPage })),
  },
  {
    id: 'whatsapp.companies',
    to: 'whatsapp/companies',
    intlLabel: { id: 'whatsapp.companies.title', defaultMessage: 'Companies' },
    permissions: PLATFORM,
    Component: () =>
      import('./companies/CompaniesPage').then(({ CompaniesPage }) => ({ default: CompaniesPage })),
  },
  {
    id: 'whatsapp.isolation',
    to: 'whatsapp/isolation',
    intlLabel: { id: 'whatsapp.isolation.title', defaultMessage: 'Isolation' },
    permissions: PLATFORM,
    Component: () =>
      import('./isolation/IsolationPage').then(({ IsolationPage }) => ({ default: IsolationPage })),
  },
];
