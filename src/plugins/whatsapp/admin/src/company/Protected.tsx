import type { ReactNode } from 'react';
import { Page } from '@strapi/strapi/admin';
import type { Right } from '../../../contracts/rights';
import { NoPermission } from './NoRight';
import { PERMISSIONS } from '../permissions';
import { useHeld } from './useHeld';

interface ProtectedProps {
  right: Right;
  title: string;
  children: ReactNode;
}

/** The guard stands before anything is fetched: put data into children, or a refused person causes requests. */
export const Protected = ({ right, title, children }: ProtectedProps) => {
  const isAllowed = useHeld(PERMISSIONS[right]);
  if (isAllowed === null) return <Page.Loading />;
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
