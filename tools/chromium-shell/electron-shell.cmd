@echo off
rem The Windows form of electron-shell: see there.
setlocal
set "here=%~dp0"
set "node=%here%..\..\node_modules\.bin\node.cmd"
if not exist "%node%" set "node=node"
set "inspect="
set "hook=file:///%here:\=/%register.ts"
:next
set "arg=%~1"
if "%arg%"=="" goto run
rem cmd splits --name=value at the equals sign when it is not quoted, so both forms are read
if "%arg:~0,22%"=="--remote-debugging-por" goto port
if "%arg:~0,9%"=="--inspect" goto inspect
if "%arg%"=="--no-sandbox" (set "MUMARIS_SHELL_NO_SANDBOX=1" & shift & goto next)
if "%arg:~0,1%"=="-" (shift & goto next)
goto run
:port
if "%arg%"=="--remote-debugging-port" (set "MUMARIS_SHELL_PORT=%~2" & shift) else set "MUMARIS_SHELL_PORT=%arg:~24%"
shift
goto next
:inspect
if "%arg%"=="--inspect" (set "inspect=--inspect=%~2" & shift) else set "inspect=%arg%"
shift
goto next
:run
rem "shift" does not change %*, so the application's own arguments are collected one by one
set "rest="
:collect
if "%~1"=="" goto start
set "rest=%rest% "%~1""
shift
goto collect
:start
if not defined NODE_COMPILE_CACHE set "NODE_COMPILE_CACHE=%here%..\..\node_modules\.cache\chromium-shell"
"%node%" %inspect% --disable-warning=ExperimentalWarning --import "%hook%" %rest%
