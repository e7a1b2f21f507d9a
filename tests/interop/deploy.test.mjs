// What stands in deploy/: the chart rendered by Helm's own engine (Go's templates and Sprig) and held against Kubernetes' schemas, the unit
// against systemd, the compose file against the settings that there are.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { before, after, describe, it } from 'node:test';
import Ajv from 'ajv';
import { parse, parseAllDocuments } from 'yaml';

const root = fileURLToPath(new URL('../../', import.meta.url));
const chart = join(root, 'deploy/helm/ochre');
const file = (path) => readFileSync(join(root, path), 'utf8');
const yaml = (path) => parse(file(path));

describe('the chart', { timeout: 120_000 }, () => {
  let folder, helm;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'ochre-helm-'));
    helm = join(folder, 'render');
    const go = spawnSync('go', ['build', '-o', helm, 'render.go'], {
      cwd: fileURLToPath(new URL('helm', import.meta.url)), encoding: 'utf8',
      env: { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(folder, 'cache'), GOFLAGS: '' },
    });
    assert.equal(go.status, 0, `${go.error ?? ''}${go.stderr}`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const render = (values) => new Promise((resolve) => {
    const child = execFile(helm, [chart, 'pictures', 'prod'], (fault, out, err) => resolve({ code: fault?.code ?? 0, out, err }));
    child.stdin.end(JSON.stringify(values));
  });

  const objects = async (values) => {
    const { code, out, err } = await render({ existingSecret: 'ochre', ...values });
    assert.equal(code, 0, err);
    const all = parseAllDocuments(out).flatMap((document) => {
      assert.deepEqual(document.errors, []);
      const object = document.toJS();
      return object?.kind ? [object] : [];
    });
    for (const object of all)
      new (await model(object))(object).validate();
    return Object.fromEntries(all.map((object) => [object.kind, object]));
  };

  // Kubernetes' own schema for a kind.
  async function model({ apiVersion, kind }) {
    return (await import(`kubernetes-models/${apiVersion}/${kind}`))[kind];
  }

  it('makes one pod that may do nothing but its work', async () => {
    const { Deployment, Service, ServiceAccount, HorizontalPodAutoscaler, PodDisruptionBudget, Ingress } = await objects({});
    const pod = Deployment.spec.template.spec;
    const [container] = pod.containers;
    assert.equal(Deployment.spec.replicas, 1);
    assert.equal(pod.securityContext.runAsNonRoot, true);
    assert.deepEqual(container.securityContext, { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    assert.equal(pod.automountServiceAccountToken, false);
    assert.deepEqual(container.args, ['serve', '--aws']);
    assert.deepEqual(container.envFrom, [{ secretRef: { name: 'ochre' } }]);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      assert.equal(container[probe].httpGet.port, 'http');
    assert.ok(pod.terminationGracePeriodSeconds > container.lifecycle.preStop.sleep.seconds + 60, 'killed before its images are finished');
    assert.deepEqual(Service.spec.selector, Deployment.spec.selector.matchLabels);
    assert.equal(ServiceAccount.metadata.name, pod.serviceAccountName);
    assert.deepEqual([HorizontalPodAutoscaler, PodDisruptionBudget, Ingress], [undefined, undefined, undefined]);
  });

  it('scales, and keeps a pod while a node is drained', async () => {
    const { Deployment, HorizontalPodAutoscaler, PodDisruptionBudget } = await objects({ autoscaling: { enabled: true }, bucket: 'pictures' });
    assert.equal(Deployment.spec.replicas, undefined, 'the autoscaler decides');
    assert.equal(HorizontalPodAutoscaler.spec.scaleTargetRef.name, Deployment.metadata.name);
    assert.deepEqual(PodDisruptionBudget.spec.selector.matchLabels, Deployment.spec.selector.matchLabels);
    assert.ok(Deployment.spec.template.spec.containers[0].env.some(({ name, value }) => name === 'AWS_S3_BUCKET' && value === 'pictures'));
  });

  it("mounts LiteLLM's file, a claim and an ingress", async () => {
    const config = { model_list: [{ model_name: 'poster', litellm_params: { model: 'bedrock/stability.stable-image-ultra-v1:1' } }] };
    const { Deployment, ConfigMap, PersistentVolumeClaim, Ingress } = await objects({
      config, persistence: { enabled: true, storageClass: 'gp3' }, ingress: { enabled: true, host: 'images.example.com', tlsSecret: 'tls', className: 'nginx' },
    });
    const [container] = Deployment.spec.template.spec.containers;
    assert.deepEqual(parse(ConfigMap.data['config.yaml']), config);
    assert.ok(container.args.includes('--config=/config/config.yaml'));
    assert.equal(Deployment.spec.strategy.type, 'Recreate');
    assert.equal(PersistentVolumeClaim.spec.storageClassName, 'gp3');
    assert.equal(Deployment.spec.template.spec.volumes[0].persistentVolumeClaim.claimName, PersistentVolumeClaim.metadata.name);
    assert.deepEqual(Ingress.spec.tls, [{ hosts: ['images.example.com'], secretName: 'tls' }]);
    assert.ok(container.env.some(({ name, value }) => name === 'PUBLIC_BASE_URL' && value === 'https://images.example.com'));
  });

  it('takes probes, variables and a role of the operator', async () => {
    const { Deployment, ServiceAccount } = await objects({
      env: { OCHRE_STRICT: true, OCHRE_MAX_HELD_MB: 128 }, serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/ochre' } },
      probes: { readiness: { httpGet: null, tcpSocket: { port: 'http' } } }, emulator: true,
    });
    const [container] = Deployment.spec.template.spec.containers;
    assert.deepEqual(container.env.filter(({ name }) => name.startsWith('OCHRE_')).map(({ value }) => value), ['/tmp', '128', 'true']);
    assert.equal(container.readinessProbe.httpGet, undefined);
    assert.ok(container.args.includes('--emulator'));
    assert.match(ServiceAccount.metadata.annotations['eks.amazonaws.com/role-arn'], /role\/ochre/);
  });

  for (const [what, values, message] of [
    ['no secret', { existingSecret: '' }, /existingSecret is missing/],
    ['several pods whose images lie apart', { existingSecret: 's', replicas: 3 }, /More than one pod needs a place for images/],
    ['several pods and a volume for one', { existingSecret: 's', autoscaling: { enabled: true }, persistence: { enabled: true } }, /More than one pod needs/],
    ['an ingress without a host', { existingSecret: 's', ingress: { enabled: true } }, /ingress\.host is missing/],
  ]) {
    it(`refuses ${what}`, async () => {
      const { code, err } = await render(values);
      assert.notEqual(code, 0);
      assert.match(err, message);
    });
  }

  it('has a schema that knows its values and no others', () => {
    const check = new Ajv({ strict: false }).compile(JSON.parse(file('deploy/helm/ochre/values.schema.json')));
    const values = yaml('deploy/helm/ochre/values.yaml');
    assert.ok(check(values), JSON.stringify(check.errors));
    for (const wrong of [{ replica: 2 }, { replicas: '2' }, { service: { type: 'Cluster' } }, { region: 'Oregon' }, { env: { 'A-B': 'x' } }])
      assert.ok(!check({ ...values, ...wrong }), JSON.stringify(wrong));
  });
});

describe('the compose file and the chart', () => {
  const settings = file('docs/configuration.md');

  it('name no setting that there is not', () => {
    const compose = yaml('deploy/compose.yaml');
    const named = [...Object.keys(compose.services.ochre.environment), ...file('deploy/helm/ochre/templates/deployment.yaml').match(/(?<=name: )[A-Z][A-Z_0-9]+/g)];
    for (const name of named)
      assert.ok(settings.includes(`\`${name}\``), `${name} does not stand in docs/configuration.md`);
  });

  it('let nothing be started without a key', () => {
    const { ochre, postgres } = yaml('deploy/compose.yaml').services;
    assert.match(ochre.environment.OCHRE_API_KEY, /:\?/);
    assert.match(postgres.environment.POSTGRES_PASSWORD, /:\?/);
    assert.deepEqual([ochre.read_only, ochre.cap_drop, postgres.ports], [true, ['ALL'], undefined]);
  });
});

describe('the unit', () => {
  it('is one that systemd takes, and leaves the program little', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'ochre-unit-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const unit = join(folder, 'ochre.service');
    // The program is not installed on this machine: anything that can be run stands in its place.
    writeFileSync(unit, file('deploy/systemd/ochre.service').replace('/opt/ochre/Ochre.Gateway', '/bin/true'));
    const verify = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
    assert.equal(verify.stderr.split('\n').filter((line) => line.includes('ochre.service')).join('\n'), '');
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', unit], { encoding: 'utf8' });
    const exposure = Number(/exposure level for ochre\.service: ([\d.]+)/.exec(stdout)?.[1]);
    assert.ok(exposure < 3, stdout.split('\n').at(-2));
  });
});
