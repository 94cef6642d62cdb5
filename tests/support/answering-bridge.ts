import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answer {
  status: number;
  body: unknown;
}

/** A bridge that answers its commands with these, one after the other, and the last one ever after. */
export const startAnsweringBridge = async (...answers: [Answer, ...Answer[]]) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const { status, body } = answers[Math.min(asked.length, answers.length - 1)] ?? answers[0];
      asked.push(request.url ?? '');
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
