# Two commands set everything up: `make demo` runs the main job, `make test` the tests.
.PHONY: demo test check nightly bench bench-record bench-runaway bench-forecast bench-outcomes bench-motive docs lock clean
D = .venv/bin/detente

demo: .venv/.run-ready
	@$(D) assess examples/2022-11-03-korea.txt --html out/2022-11-03-korea.html

test: .venv/.dev-ready
	@.venv/bin/pytest -m "not nightly"

check: .venv/.dev-ready
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

nightly: .venv/.dev-ready
	@.venv/bin/pytest -m nightly

bench: .venv/.dev-ready
	@OPENBLAS_NUM_THREADS=1 .venv/bin/python scripts/bench.py

bench-record: .venv/.dev-ready
	@OPENBLAS_NUM_THREADS=1 .venv/bin/python scripts/bench_record.py

bench-runaway: .venv/.dev-ready
	@OPENBLAS_NUM_THREADS=1 .venv/bin/python scripts/bench_runaway.py $(ARGS)

bench-forecast: .venv/.dev-ready
	@OPENBLAS_NUM_THREADS=1 .venv/bin/python scripts/bench_forecast.py

bench-outcomes: .venv/.dev-ready
	@OPENBLAS_NUM_THREADS=1 .venv/bin/python scripts/bench_outcomes.py

bench-motive: .venv/.dev-ready
	@OPENBLAS_NUM_THREADS=1 .venv/bin/python scripts/bench_motive.py

docs: .venv/.dev-ready
	@.venv/bin/sphinx-build -q -W -b html docs docs/_build

# After a change of dependencies; needs uv.
lock:
	uv lock --quiet
	uv export --quiet --frozen --extra nlp --extra trees --group build --no-default-groups --no-emit-project -o requirements.txt
	uv export --quiet --frozen --extra nlp --extra trees --group build --group dev --group docs --no-emit-project -o requirements-dev.txt

clean:
	rm -rf .venv out docs/_build

.venv/.run-ready: pyproject.toml uv.lock requirements.txt scripts/setup
	@scripts/setup run && touch $@

.venv/.dev-ready: pyproject.toml uv.lock requirements-dev.txt scripts/setup
	@scripts/setup dev && touch $@ .venv/.run-ready
