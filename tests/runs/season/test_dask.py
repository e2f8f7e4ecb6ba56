"""A run can be handed to somebody else's engine: here Dask, with two worker processes on this machine."""

import pytest

from tests.runs.conftest import letters_in

distributed = pytest.importorskip("distributed", reason="needs the extra 'dask'")


@pytest.mark.filterwarnings("ignore")
def test_a_run_on_a_local_dask_cluster_makes_the_same_letters(workbooks, run, tmp_path):
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        results = run(workbooks, executor=executor, jobs=2)
        workers = client.run(lambda: __import__("sys").modules.get("secor_xl.runs.season.work") is not None)
    assert any(workers.values()), "no worker of the cluster has worked"
    assert len(results) == 17
    assert not [result.failure for result in results if result.failure]
    made = letters_in(tmp_path / "out")
    run(workbooks, out=tmp_path / "here")
    assert letters_in(tmp_path / "here") == made
