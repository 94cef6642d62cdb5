import type { ReactNode } from 'react';
import { Page, useRBAC } from '@strapi/strapi/admin';
import type { Right } from '../../../contracts/rights';
import { NoPermission } from './NoRight';
import { PERMISSIONS } from '../permissions';

interface ProtectedProps {
  right: Right;
  title: string;
  children: ReactNode;
}

/** The guard stands before anything is fetched: put data into children, or a refused person causes requests. */
export const Protected = ({ right, title, children }: ProtectedProps) => {
  const { allowedActions, isLoading, error } = useRBAC(PERMISSIONS[right]);
  if (isLoading) return <Page.Loading />;
  if (error) return <Page.Error />;
  const isAllowed = Object.values(allowedActions).every(Boolean);
  return (
    <>
      <Page.Title>{title}</Page.Title>
      {isAllowed ? (
        children
      ) : (
        <Page.Main height="100%">
          <NoPermission right={right} />
        </Page.Main>
      )}
    </>
  );
};
