import type { ReactNode } from 'react';
import { Flex, Table, Tbody, Td, Th, Thead, Tr, Typography, VisuallyHidden } from '@strapi/design-system';
import { useIsMobile } from '@strapi/strapi/admin';
import { styled } from 'styled-components';

export interface Column<Row> {
  id: string;
  label: string;
  /** The heading is for screen readers only: what stands here explains itself. */
  isSilent?: boolean;
  cell: (row: Row) => ReactNode;
}

interface RecordsProps<Row> {
  label: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** The first one names the row. */
  columns: readonly Column<Row>[];
}

/** Rows of words, not of one line each: an e-mail address or a reason may need two. */
const Sheet = styled.div`
  && td {
    height: auto;
    padding-block: ${({ theme }) => theme.spaces[3]};
    vertical-align: middle;
    overflow-wrap: anywhere;
    white-space: normal;
  }
  && td:first-child {
    min-width: 20rem;
  }
`;

const Card = styled(Flex)`
  &:not(:last-child) {
    border-block-end: 1px solid ${({ theme }) => theme.colors.neutral150};
  }
`;

const Cards = <Row,>({ label, rows, keyOf, columns }: RecordsProps<Row>) => {
  const [first, ...others] = columns;
  return (
    <Flex
      tag="ul"
      direction="column"
      alignItems="stretch"
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      aria-label={label}
    >
      {rows.map((row) => (
        <Card
          key={keyOf(row)}
          tag="li"
          direction="column"
          alignItems="stretch"
          gap={3}
          padding={4}
          data-row={keyOf(row)}
        >
          {first?.cell(row)}
          {others.map((column) => {
            const content = column.cell(row);
            if (content === null) return null;
            return column.isSilent ? (
              <Flex key={column.id} justifyContent="flex-end">
                {content}
              </Flex>
            ) : (
              <Flex key={column.id} direction="column" alignItems="flex-start" gap={1}>
                <Typography variant="sigma" textColor="neutral600">
                  {column.label}
                </Typography>
                {content}
              </Flex>
            );
          })}
        </Card>
      ))}
    </Flex>
  );
};

/** A table where there is room for one; on a phone the same rows as cards, so that nothing hides at the side. */
export const Records = <Row,>(props: RecordsProps<Row>) => {
  const isPhone = useIsMobile();
  const { label, rows, keyOf, columns } = props;
  if (isPhone) return <Cards {...props} />;
  return (
    <Sheet>
      <Table colCount={columns.length} rowCount={rows.length + 1} aria-label={label}>
        <Thead>
          <Tr>
            {columns.map((column) => (
              <Th key={column.id}>
                {column.isSilent ? (
                  <VisuallyHidden>{column.label}</VisuallyHidden>
                ) : (
                  <Typography variant="sigma" textColor="neutral600">
                    {column.label}
                  </Typography>
                )}
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={keyOf(row)} data-row={keyOf(row)}>
              {columns.map((column) => (
                <Td key={column.id}>{column.cell(row)}</Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Sheet>
  );
};
