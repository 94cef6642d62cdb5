import { useState } from 'react';
import { Checkbox, Flex, Status, Typography } from '@strapi/design-system';
import type { IsolationReport } from '../../../../contracts/isolation';
import { useText } from '../../parts/useText';
import { Records, type Column } from '../Records';
import { routeRows, type RouteRow } from './isolation-rows';

const Result = ({ row }: { row: RouteRow }) => {
  const text = useText();
  const [variant, label] =
    row.leaks > 0
      ? (['danger', text('isolation.route.leaked', { count: row.leaks })] as const)
      : row.untested
        ? (['warning', text('isolation.route.untested')] as const)
        : (['success', text('isolation.route.refused')] as const);
  return (
    <Status variant={variant} size="S">
      {/* The status's own colours are too faint for small letters. */}
      <Typography variant="pi" fontWeight="bold" textColor="neutral800" style={{ whiteSpace: 'nowrap' }}>
        {label}
      </Typography>
    </Status>
  );
};

/** What was tried on each route. */
export const RouteTable = ({ report }: { report: IsolationReport }) => {
  const text = useText();
  const [onlyProblems, setOnlyProblems] = useState(false);
  const rows = routeRows(report, onlyProblems);
  const columns: Column<RouteRow>[] = [
    {
      id: 'route',
      label: text('isolation.route'),
      cell: ({ target }) => (
        <Typography tag="code" style={{ overflowWrap: 'anywhere' }}>
          {target}
        </Typography>
      ),
    },
    {
      id: 'attempts',
      label: text('isolation.route.attempts'),
      cell: ({ attempts }) => <Typography>{attempts}</Typography>,
    },
    { id: 'result', label: text('isolation.route.result'), cell: (row) => <Result row={row} /> },
  ];
  return (
    <Flex tag="section" direction="column" alignItems="stretch" gap={3}>
      <Flex justifyContent="space-between" gap={3} wrap="wrap">
        <Typography variant="delta" tag="h2">
          {text('isolation.routes')}
        </Typography>
        <Checkbox checked={onlyProblems} onCheckedChange={(checked) => setOnlyProblems(checked === true)}>
          {text('isolation.only-problems')}
        </Checkbox>
      </Flex>
      {rows.length === 0 ? (
        <Typography tag="p" textColor="neutral600">
          {text('isolation.no-problems')}
        </Typography>
      ) : (
        <Records
          label={text('isolation.routes')}
          rows={rows}
          keyOf={({ target }) => target}
          columns={columns}
        />
      )}
    </Flex>
  );
};
