/**
 * What an operator sees of the whole installation: metrics, health, the alarm when something stands still. Numbers and
 * words only: nothing here names a company, a person, a chat or a message. Decides nothing, changes no row.
 */
export { health as healthController } from './health.controller';
export { meters } from './meters';
export { metrics as metricsController } from './metrics.controller';
export { observability } from './observability.service';
export { healthAdminRoutes, observabilityContentRoutes } from './observability.routes';
