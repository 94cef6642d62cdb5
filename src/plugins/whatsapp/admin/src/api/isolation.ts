import { IsolationReport } from '../../../contracts/isolation';
import { parsedData, whatsappApi } from './api';

export const isolationApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    runWhatsAppIsolationCheck: build.mutation<IsolationReport, void>({
      query: () => ({ url: '/whatsapp/isolation-checks', method: 'POST' }),
      transformResponse: parsedData(IsolationReport),
    }),
  }),
});

export const { useRunWhatsAppIsolationCheckMutation } = isolationApi;
