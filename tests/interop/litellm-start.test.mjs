// LiteLLM's quick start for keys and spend (docs.litellm.ai/docs/proxy/virtual_keys and …/cost_tracking), line by line, in curl. Only the address is another one; the models
// are ones for images, whose names are LiteLLM's all the same.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { during, gateway } from './lib/ochre.mjs';

const today = () => new Date().toISOString().slice(0, 10);

/** One command of the page. */
async function say(ochre, command, words = {}) {
  const line = Object.entries({ 'http://0.0.0.0:4000': ochre.url, 'http://localhost:4000': ochre.url, '<your-master-key>': 'sk-1234', ...words })
    .reduce((text, [there, here]) => text.replaceAll(there, here), command);
  const { stdout } = await promisify(execFile)('bash', ['-c', `curl -sS --fail-with-body ${line.trim().replace(/^curl /, '')}`], { maxBuffer: 64 << 20 });
  return JSON.parse(stdout);
}

describe("LiteLLM's quick start", () => {
  test('keys and what they spend, with the address alone changed', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'ochre-litellm-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'config.yaml'), `
model_list:
- model_name: gpt-image-1
  litellm_params:
    model: bedrock/stability.stable-image-core-v1:1
- model_name: dall-e-3
  litellm_params:
    model: bedrock/stability.stable-image-ultra-v1:1

general_settings:
  master_key: sk-1234
`);
    const ochre = await during(t, gateway(['--config', join(folder, 'config.yaml')]));

    const made = await say(ochre, `curl 'http://0.0.0.0:4000/key/generate' \\
--header 'Authorization: Bearer <your-master-key>' \\
--header 'Content-Type: application/json' \\
--data-raw '{"models": ["gpt-image-1", "dall-e-3"], "metadata": {"user": "ishaan@berri.ai"}}'`);
    assert.match(made.key, /^sk-/);

    const team = await say(ochre, `curl --location 'http://localhost:4000/team/new' \\
--header 'Authorization: Bearer <your-master-key>' \\
--header 'Content-Type: application/json' \\
--data-raw '{"team_alias": "my-awesome-team"}'`);
    await say(ochre, `curl --location 'http://localhost:4000/user/new' \\
--header 'Authorization: Bearer <your-master-key>' \\
--header 'Content-Type: application/json' \\
--data-raw '{"user_id": "my-unique-id", "user_email": "krrish@berri.ai"}'`);
    const owned = await say(ochre, `curl 'http://0.0.0.0:4000/key/generate' \\
--header 'Authorization: Bearer <your-master-key>' \\
--header 'Content-Type: application/json' \\
--data-raw '{"models": ["gpt-image-1", "dall-e-3"], "user_id": "my-unique-id", "team_id": "<team-id>"}'`, { '<team-id>': team.team_id });

    for (const [key, model] of [[made.key, 'gpt-image-1'], [owned.key, 'dall-e-3']]) {
      const painted = await say(ochre, `curl --location 'http://0.0.0.0:4000/v1/images/generations' \\
--header 'Content-Type: application/json' \\
--header 'Authorization: Bearer <key>' \\
--data '{"model": "<model>", "prompt": "A cute baby sea otter", "n": 1, "user": "palantir", "metadata": {"tags": ["jobID:214590dsff09fds"]}}'`, { '<key>': key, '<model>': model });
      assert.equal(painted.data.length, 1);
    }

    const told = await say(ochre, `curl 'http://0.0.0.0:4000/key/info?key=<user-key>' \\
     -X GET \\
     -H 'Authorization: Bearer <your-master-key>'`, { '<user-key>': made.key });
    assert.equal(told.info.spend, 0.04);
    const user = await say(ochre, `curl 'http://0.0.0.0:4000/user/info?user_id=my-unique-id' -X GET -H 'Authorization: Bearer <your-master-key>'`);
    assert.equal(user.user_info.spend, 0.14);
    const its = await say(ochre, `curl 'http://0.0.0.0:4000/team/info?team_id=<team-id>' -X GET -H 'Authorization: Bearer <your-master-key>'`, { '<team-id>': team.team_id });
    assert.equal(its.team_info.spend, 0.14);
    const logs = await say(ochre, `curl -X GET 'http://0.0.0.0:4000/spend/logs?start_date=<day>&end_date=<day>&summarize=false' -H 'Authorization: Bearer sk-1234'`, { '<day>': today() });
    assert.deepEqual(logs.map(({ spend }) => spend).sort(), [0.04, 0.14]);
    const report = await say(ochre, `curl -X GET 'http://localhost:4000/global/spend/report?start_date=<day>&end_date=<day>&group_by=team' -H 'Authorization: Bearer sk-1234'`, { '<day>': today() });
    assert.ok(report.length > 0);
    assert.equal((await say(ochre, `curl -X GET 'http://0.0.0.0:4000/global/spend' -H 'Authorization: Bearer sk-1234'`)).spend, 0.18);
  });
});
