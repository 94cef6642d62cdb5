import { createContext, useContext } from 'react';
import type { Right } from '../../../contracts/rights';
import type { Me, Member, Tenant } from '../../../contracts/tenancy';

/** The company that the person works for at present, and what they may do in it. */
export interface PresentCompany extends Me {
  tenant: Tenant;
  member: Member;
}

const Company = createContext<PresentCompany | null>(null);

export const CompanyProvider = Company.Provider;

/** Null on screens that belong to no company. */
export const useCompanyOrNone = (): PresentCompany | null => useContext(Company);

/** Inside of `CompanyProvider` only. */
export const useCompany = (): PresentCompany => {
  const company = useContext(Company);
  if (!company) throw new Error('There is no company around this component');
  return company;
};

/** What the person may do in this company: what the role allows and the Strapi role does not withhold. */
export const useRight = (right: Right): boolean => useCompany().rights.includes(right);
