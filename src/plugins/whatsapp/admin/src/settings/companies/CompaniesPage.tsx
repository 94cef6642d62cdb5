import { Route, Routes } from 'react-router-dom';
import { useText } from '../../parts/useText';
import { PlatformGate } from '../PlatformGate';
import { CompanyList } from './CompanyList';
import { CompanyMembers } from './CompanyMembers';

/** Settings → WhatsApp → Companies: all of the platform, and the members of each. */
export const CompaniesPage = () => {
  const text = useText();
  return (
    <PlatformGate title={text('companies.title')} subtitle={text('companies.subtitle')}>
      {(me) => (
        <Routes>
          <Route index element={<CompanyList me={me} />} />
          <Route path=":tenantId" element={<CompanyMembers me={me} />} />
        </Routes>
      )}
    </PlatformGate>
  );
};
