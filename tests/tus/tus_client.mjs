// tus-js-client against the server: one scenario a run, told as one line of JSON on standard output.
import { readFileSync } from "node:fs";
import { Upload } from "../../web/node_modules/tus-js-client/lib.esm/node/index.js";

const { scenario, endpoint, token, file, metadata } = JSON.parse(process.argv[2]);
const data = readFileSync(file);
const STEP = 16 * 1024;

/** One upload to its end, or until `stop` says so at some byte. Tells the requests it made. */
function run(options, stop = () => false) {
  return new Promise((resolve) => {
    const asked = [];
    const tell = (outcome) => resolve({ outcome, asked, url: upload.url });
    const upload = new Upload(data, {
      endpoint,
      metadata,
      chunkSize: STEP,
      retryDelays: null,
      headers: { Authorization: `Bearer ${token}` },
      onAfterResponse: (request, response) => {
        asked.push([request.getMethod(), response.getStatus()]);
      },
      onError: (error) => tell(String(error.originalResponse?.getStatus() ?? error.message)),
      onSuccess: () => tell("done"),
      onChunkComplete: (_, accepted) => {
        if (stop(accepted)) upload.abort(scenario === "terminate").then(() => tell("aborted"));
      },
      ...options,
    });
    upload.start();
  });
}

const SCENARIOS = {
  plain: async () => [await run({})],
  creation_with_upload: async () => [await run({ uploadDataDuringCreation: true })],
  whole: async () => [await run({ chunkSize: Number.POSITIVE_INFINITY })],
  resume: async () => {
    const first = await run({}, (accepted) => accepted >= 2 * STEP);
    return [first, await run({ uploadUrl: first.url })];
  },
  terminate: async () => {
    const first = await run({}, (accepted) => accepted >= STEP);
    return [first, await run({ uploadUrl: first.url, endpoint: null })];
  },
};

console.log(JSON.stringify(await SCENARIOS[scenario]()));
