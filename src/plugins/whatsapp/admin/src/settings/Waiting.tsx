import { Flex, Loader } from '@strapi/design-system';
import { useText } from '../parts/useText';

/** While the content of a page is on its way. */
export const Waiting = () => (
  <Flex justifyContent="center" padding={9}>
    <Loader>{useText()('settings.loading')}</Loader>
  </Flex>
);
