import { User } from '@strapi/icons';
import { styled } from 'styled-components';
import { accentOf, initialsOf, type AvatarAccent } from '../person-look';

/** A third of the accent over the page's own ground: soft in both themes, and text stays readable on it. */
const Disc = styled.span<{ $accent: AvatarAccent }>`
  display: flex;
  flex-shrink: 0;
  align-items: center;
  justify-content: center;
  width: 4rem;
  height: 4rem;
  border-radius: 50%;
  font-size: ${({ theme }) => theme.fontSizes[2]};
  font-weight: ${({ theme }) => theme.fontWeights.bold};
  color: ${({ theme }) => theme.colors.neutral800};
  background: ${({ theme, $accent }) =>
    `color-mix(in srgb, ${theme.colors[$accent]} 32%, ${theme.colors.neutral0})`};
`;

interface AvatarProps {
  id: string;
  name: string;
}

/** Decoration: the name always stands beside it. */
export const Avatar = ({ id, name }: AvatarProps) => (
  <Disc $accent={accentOf(id)} aria-hidden>
    {initialsOf(name) || <User width="1.8rem" height="1.8rem" />}
  </Disc>
);
