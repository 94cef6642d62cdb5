import { adminRoute, contentRoute } from '../http';

const ROUTES = [
  { method: 'GET', path: '/contacts', handler: 'contact.find', right: 'read' },
  { method: 'GET', path: '/contacts/:contactId', handler: 'contact.findOne', right: 'read' },
  { method: 'PUT', path: '/contacts/:contactId', handler: 'contact.update', right: 'contacts' },
] as const;

export const contactRoutes = ROUTES.map(adminRoute);
export const contactContentRoutes = ROUTES.map(contentRoute);
