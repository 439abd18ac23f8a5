@echo off
rem Runs the commands of Overflight, and installs what they need: at the first start, and after each update.
rem   .\overflight.cmd                 serve the atlas for editors, as .\overflight.cmd serve --edit does
rem   .\overflight.cmd exhibit check   any other command
setlocal EnableExtensions DisableDelayedExpansion
set "here=%~dp0"
set "python=%here%.venv\Scripts\python.exe"
if exist "%python%" goto install

for %%p in ("py -3" "python") do (
  %%~p -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "suitable=%%~p" && goto create
)
echo Overflight needs Python 3.11 or newer, which was not found: install it from https://www.python.org/downloads/ and start Overflight again. 1>&2
goto failed

:create
%suitable% -m venv "%here%.venv" && goto install
rd /s /q "%here%.venv" 2>nul
echo Python could not create a virtual environment: move the folder of Overflight to one of yours with a short path, and start Overflight again. 1>&2
goto failed

:install
fc /b "%here%requirements.txt" "%here%.venv\requirements.txt" >nul 2>nul && goto start
echo Installing what Overflight needs. This takes a minute or two, and a network. 1>&2
"%python%" -m pip install --quiet --disable-pip-version-check --require-hashes -r "%here%requirements.txt" || goto offline
copy /y "%here%requirements.txt" "%here%.venv\requirements.txt" >nul

:start
set "FLASK_APP=%here%wsgi.py"
set "PYTHONPATH=%here%"
rem Output that is written to a file is in UTF-8, whatever language its words are in.
set "PYTHONUTF8=1"
if not "%~1"=="" goto command
"%python%" -m flask serve --edit || goto failed
exit /b 0

:command
"%python%" -m flask %*
exit /b %errorlevel%

:offline
echo The installation failed: check the network and start Overflight again. 1>&2

:failed
if "%~1"=="" pause
exit /b 1
