/**
 * The proof that companies are kept apart: makes two of them, tries every route of Strapi's router as people of each
 * against the other, and removes them again. Knows no rule of its own about who may see what: it only compares answers.
 */
export { isolationCheckController } from './isolation-check.controller';
export { isolationCheckRoutes } from './isolation-check.routes';
export { isolationCheck } from './isolation-check.service';
