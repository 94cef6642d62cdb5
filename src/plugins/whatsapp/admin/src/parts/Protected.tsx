import type { ReactNode } from 'react';
import { Page, type Permission } from '@strapi/strapi/admin';

interface ProtectedProps {
  permissions: Permission[];
  title: string;
  children: ReactNode;
}

/** The guard stands before anything is fetched: put data into children, or a refused person causes requests. */
export const Protected = ({ permissions, title, children }: ProtectedProps) => (
  <Page.Protect permissions={permissions}>
    <Page.Title>{title}</Page.Title>
    {children}
  </Page.Protect>
);
